/** Express as it comes. */
import { makeExpressApp } from './express-app.js';
import { serve } from './serve.js';

serve(makeExpressApp());
